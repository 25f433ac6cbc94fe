async function byEmail(pool, email) {
  return pool.query({ sql: 'SELECT * FROM users WHERE email = ' + email, values: [email], timeout: 4000 }); // <-- finding
}
