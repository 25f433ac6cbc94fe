import { Pool } from 'pg';

export class Orders {
  constructor(private readonly pool: Pool) {}

  async find(id: string): Promise<Order[]> {
    const key: number = id as unknown as number;
    const result = await this.pool.query(`SELECT * FROM orders WHERE id = ${key}`); // <-- finding
    return result.rows as Order[];
  }
}
