insert into book (title, price) values ('from a script; really', 1.00);
insert into book (title, price) values ('${second.table}', 2.00);
