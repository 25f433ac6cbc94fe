// Pipes are applied to what is in the path, the query and the body: not to heads.
import { Body, Controller, Headers, ParseIntPipe, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Controller('orders')
export class OrdersController {
  constructor(private readonly db: DataSource) {}

  @Post()
  ofTenant(@Headers('accept-language') language: string, @Body('tenant', ParseIntPipe) tenant: number) {
    return this.db.query(`SELECT id FROM orders WHERE tenant = ${tenant}`); // <-- finding
  }
}
