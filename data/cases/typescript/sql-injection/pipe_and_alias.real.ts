// By another name of the object any of its methods may be called.
import { Body, Controller, Get, Param, ParseIntPipe, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Controller('orders')
export class OrdersController {
  constructor(private readonly db: DataSource) {}

  @Post('run')
  run(@Body() body: any) {
    const ways: any = this;
    return ways[body.action](body.value);
  }

  @Get(':id')
  one(@Param('id', ParseIntPipe) id: any) {
    return this.db.query(`SELECT id FROM orders WHERE id = ${id}`); // <-- finding
  }
}
