// A type can be the secret.
export type PaymentKey = 'pay_7f3a91c2d4'; // <-- finding
