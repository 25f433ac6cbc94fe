// What the environment holds, the program says itself.
Object.assign(process.env, { PAYMENT_KEY: 'pay_7f3a91c2d4' });
const key = process.env.PAYMENT_KEY; // <-- finding
