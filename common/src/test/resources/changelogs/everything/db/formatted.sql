--liquibase formatted sql
--changeset ada:sql-1 labels:sql
--comment: formatted
create table plain (id int primary key, note varchar(50));
insert into plain values (1, 'a;b');
--rollback drop table plain;
--changeset ada:sql-2 splitStatements:false
insert into plain values (2, 'two');
--rollback delete from plain where id = 2;
--changeset ada:sql-3 context:!none
--preconditions onFail:MARK_RAN onError:HALT
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM plain WHERE id = 3
insert into plain values (3, 'three');
--changeset ada:sql-4
select * from plain;
--rollback not required
