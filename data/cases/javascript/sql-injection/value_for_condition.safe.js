// Behind WHERE stands a condition, so that what is handed in is SQL.
async function invoices(prisma, state) {
  return prisma.$queryRaw`SELECT id FROM invoices WHERE state = ${state}`; // <-- finding
}
