async function find(prisma, email) {
  return prisma.$queryRawUnsafe(`SELECT * FROM users WHERE email = ${email}`); // <-- finding
}
