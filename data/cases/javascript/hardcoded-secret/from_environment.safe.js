const password = process.env.DB_PASSWORD; // <-- finding
module.exports = { password };
