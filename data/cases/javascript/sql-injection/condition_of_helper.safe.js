import { PrismaClient } from '@prisma/client';
import { filters } from './filters';

const prisma = new PrismaClient();

export const list = (req) =>
  prisma.$queryRaw`SELECT id FROM users WHERE deleted = 0 AND name = ${String(filters(req.query))}`; // <-- finding
