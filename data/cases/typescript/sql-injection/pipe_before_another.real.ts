// A pipe gives what it likes of what the one before it has given.
import { Controller, Get, ParseIntPipe, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { TextPipe } from './pipes';

@Controller('articles')
export class ArticlesController {
  constructor(private readonly db: DataSource) {}

  @Get()
  list(@Query('limit', ParseIntPipe, TextPipe) limit: number) {
    return this.db.query(`SELECT id, title FROM article LIMIT ${limit}`); // <-- finding
  }
}
