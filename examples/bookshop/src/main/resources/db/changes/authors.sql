--liquibase formatted sql

--changeset alice:create-author
create table author (
    id integer not null primary key,
    name varchar(200) not null
);
--rollback drop table author;

--changeset alice:first-authors
insert into author (id, name) values (1, 'Mary Shelley');
insert into author (id, name) values (2, 'Jane Austen');
--rollback delete from author where id in (1, 2);
