import { PrismaClient } from '@prisma/client';
import { filters } from './filters';

const prisma = new PrismaClient();

export const list = (req) =>
  prisma.$queryRaw`SELECT id FROM orders WHERE day = ${req.query.from} AND ${filters(req.query)}`; // <-- finding
