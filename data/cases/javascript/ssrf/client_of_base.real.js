import axios from 'axios';

const bank = axios.create({ baseURL: 'https://bank.example/v1' });

export async function balance(account) {
  return bank.get(account); // <-- finding
}
