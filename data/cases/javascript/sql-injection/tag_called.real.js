// Called like a function, Prisma.sql takes its texts as they are.
const { Prisma } = require('@prisma/client');

async function invoices(prisma, req) {
  const due = Prisma.sql([req.query.due]);
  return prisma.$queryRaw`SELECT id FROM invoices WHERE due < ${due}`; // <-- finding
}
