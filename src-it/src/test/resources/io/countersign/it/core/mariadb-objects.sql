CREATE TABLE publisher (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) CHARACTER SET latin1 NOT NULL UNIQUE COMMENT 'it''s a name', flagship BIGINT) ENGINE=InnoDB COMMENT='those who publish';
CREATE TABLE book (
  id BIGINT AUTO_INCREMENT PRIMARY KEY, title VARCHAR(100) NOT NULL DEFAULT 'un''titled', publisher_id INT UNSIGNED,
  price DECIMAL(10,3), weight FLOAT, exact DOUBLE, flags BIT(5), kind ENUM('a','b''c') DEFAULT 'a', tags SET('x','y'),
  born DATE, at_time TIME(3), seen TIMESTAMP(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6), moment DATETIME(2), y YEAR,
  data JSON, body LONGTEXT, cover LONGBLOB, raw BINARY(4), place POINT, letters INT GENERATED ALWAYS AS (char_length(title)) STORED, twice DOUBLE GENERATED ALWAYS AS (price * 2) VIRTUAL,
  note TEXT COLLATE utf8mb4_bin, tiny TINYINT(1), huge BIGINT UNSIGNED,
  CONSTRAINT sane CHECK (title <> ''), FULLTEXT KEY words (body), KEY by_title (title(10), born DESC),
  CONSTRAINT book_publisher FOREIGN KEY (publisher_id) REFERENCES publisher (id) ON DELETE CASCADE ON UPDATE SET NULL) AUTO_INCREMENT=5000;
ALTER TABLE publisher ADD CONSTRAINT flagship FOREIGN KEY (flagship) REFERENCES book (id);
CREATE TABLE sale (day DATE NOT NULL, amount INT, PRIMARY KEY (day)) PARTITION BY RANGE (YEAR(day)) (PARTITION p25 VALUES LESS THAN (2026), PARTITION rest VALUES LESS THAN MAXVALUE);
CREATE TABLE `odd ``name` (`a b` INT, `select` VARCHAR(10));
CREATE TABLE log (n INT AUTO_INCREMENT PRIMARY KEY, what VARCHAR(50));
CREATE FUNCTION shout(t VARCHAR(100)) RETURNS VARCHAR(110) DETERMINISTIC RETURN CONCAT(UPPER(t), '!');
CREATE PROCEDURE clean(IN n INT) COMMENT 'cleans' BEGIN DELETE FROM log WHERE log.n < n; END;
CREATE VIEW z_books AS SELECT id, shout(title) AS loud FROM book WHERE price > 1 WITH CHECK OPTION;
CREATE VIEW a_view AS SELECT loud FROM z_books;
CREATE TRIGGER noted BEFORE INSERT ON sale FOR EACH ROW INSERT INTO log (what) VALUES ('sold');
CREATE TRIGGER noted_too BEFORE INSERT ON sale FOR EACH ROW FOLLOWS noted INSERT INTO log (what) VALUES ('again');
CREATE EVENT tick ON SCHEDULE EVERY 1 HOUR DO DELETE FROM log;
INSERT INTO publisher (name) VALUES ('Müller'), ('O''Reilly');
INSERT INTO book (title, publisher_id, price, weight, exact, flags, kind, tags, born, at_time, moment, y, data, body, cover, raw, place, note, tiny, huge)
  WITH RECURSIVE thousand (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM thousand WHERE n < 1000),
       numbered (seq) AS (SELECT n FROM thousand UNION ALL SELECT n + 1000 FROM thousand)
  SELECT CONCAT('title ', seq, ' ü😀'), 1 + seq % 2, seq / 7, seq / 3, seq / 3, seq % 32, 'b''c', 'x,y', '2026-02-28', '-12:30:00.123', '2026-03-29 02:30:00.55', 2026, JSON_OBJECT('n', seq), REPEAT('wort ', 50), UNHEX(MD5(seq)), UNHEX('00FF0A5C'), POINT(seq, 1), NULL, 1, 18446744073709551615 FROM numbered;
INSERT INTO book (id, title) VALUES (0, 'never');
UPDATE publisher SET flagship = 5000 + id;
INSERT INTO sale VALUES ('2025-01-01', 1), ('2026-01-01', 2);
INSERT INTO `odd ``name` VALUES (1, 'x\\y')