const COLUMNS: Record<string, string> = { name: 'g.name', price: 'g.price' };

export class Goods {
  constructor(private readonly db: Database) {}

  private column(sort?: string): string {
    return COLUMNS[sort ?? 'name'] ?? sort;
  }

  list(sort?: string) {
    return this.db.query(`SELECT g.id FROM goods g ORDER BY ${this.column(sort)}`); // <-- finding
  }
}
