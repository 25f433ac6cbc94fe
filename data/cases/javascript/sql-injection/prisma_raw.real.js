// Prisma.raw makes SQL of a text; what else stands in the template is bound.
const { PrismaClient, Prisma } = require('@prisma/client');
const prisma = new PrismaClient();

app.get('/invoices', async (req, res) => {
  const due = Prisma.raw(req.query.due);
  res.json(await prisma.$queryRaw`SELECT id FROM invoices WHERE due < ${due}`); // <-- finding
});
