async function find(prisma, email) {
  return prisma.$queryRaw`SELECT * FROM users WHERE email = ${email}`; // <-- finding
}
