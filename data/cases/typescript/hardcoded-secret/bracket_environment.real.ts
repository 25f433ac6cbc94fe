export const secret: string | undefined = 'JWT_SECRET_' + process.env['STAGE']; // <-- finding
