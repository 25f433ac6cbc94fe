export const secret: string | undefined = process.env['JWT_SECRET']; // <-- finding
