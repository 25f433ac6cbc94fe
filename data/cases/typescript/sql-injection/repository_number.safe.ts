import { Pool } from 'pg';

export class Orders {
  constructor(private readonly pool: Pool) {}

  async find(id: string): Promise<Order[]> {
    const key: number = Number.parseInt(id, 10);
    const result = await this.pool.query(`SELECT * FROM orders WHERE id = ${key}`); // <-- finding
    return result.rows as Order[];
  }
}
