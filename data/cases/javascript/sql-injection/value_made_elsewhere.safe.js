// A helper of another file may give SQL of its own, which the tag puts in as it is.
import { PrismaClient } from '@prisma/client';
import { nameOf } from './names';

const prisma = new PrismaClient();

export const find = (req) =>
  prisma.$queryRaw`SELECT id FROM users WHERE name = ${String(nameOf(req.query))}`; // <-- finding
