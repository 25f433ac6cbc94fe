// The pipe that comes last gives a number, or refuses the request.
import { Controller, Get, Param, ParseIntPipe } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Controller('articles')
export class ArticlesController {
  constructor(private readonly db: DataSource) {}

  @Get(':id')
  one(@Param('id', ParseIntPipe) id: number) {
    return this.db.query(`SELECT id, title FROM article WHERE id = ${id}`); // <-- finding
  }
}
