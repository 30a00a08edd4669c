select id, title from book where price < 10
