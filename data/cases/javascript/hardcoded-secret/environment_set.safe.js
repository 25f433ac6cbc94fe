// What the environment holds, the program says itself.
Object.assign(exports, { PAYMENT_KEY: 'PAYMENT_KEY' });
const key = process.env.PAYMENT_KEY; // <-- finding
