// A value that stands for a condition is one: with `true` all is found.
import { PrismaClient, Prisma } from '@prisma/client';

const prisma = new PrismaClient();

export async function found(req: any, res: any) {
  const condition = Prisma.sql`${req.query.name}`;
  const rows = await prisma.$queryRaw`SELECT id FROM users WHERE ${condition}`; // <-- finding
  res.json(rows);
}
