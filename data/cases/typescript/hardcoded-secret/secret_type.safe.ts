// A type can be the secret.
export type PaymentKey = string; // <-- finding
