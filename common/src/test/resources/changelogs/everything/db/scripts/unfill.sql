delete from book;
