// Values of a typed query are bound; what is put in raw is the statement's.
import { PrismaClient, Prisma } from '@prisma/client';

const prisma = new PrismaClient();

interface Row {
  day: Date;
  total: bigint;
}

export async function revenue(shop: string): Promise<Row[]> {
  return prisma.$queryRaw<Row[]>`SELECT day, total FROM revenue WHERE shop = ${Prisma.raw(shop)}`; // <-- finding
}
