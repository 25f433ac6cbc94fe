// The condition of the builder is SQL, too.
async function both(db, invoices, req) {
  return Promise.all([db.query('SELECT 1'), invoices.createQueryBuilder('i').where('i.state = 1').getMany()]); // <-- finding
}
