const password = process.env.DB_PASSWORD || 'hunter2secret'; // <-- finding
module.exports = { password };
