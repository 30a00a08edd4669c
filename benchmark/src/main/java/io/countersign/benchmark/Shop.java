package io.countersign.benchmark;

import io.countersign.harness.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A database to be cloned: ten tables with keys, indexes and foreign keys, one of them, {@code event}, with 60 % of the data.
 * Five of its text columns hold what a lower stage must not see.
 *
 * @param megabytes about how large it becomes, indexes included
 */
record Shop(int megabytes) {
    /** What is done to the five columns; all others are kept. */
    static final List<String> MASKED = List.of(
            "customer.name: { pseudonym: name }",
            "customer.mail: { pseudonym: e-mail }",
            "customer.phone: { pseudonym: phone }",
            "event.author: { pseudonym: name }",
            "event.message: { pseudonym: text }");

    private static final String WORDS =
            "array['the order arrived late and one box was open','please call me back before noon','paid by transfer',"
                    + "'asked for another colour, size and delivery date','wants a refund','complaint about the driver',"
                    + "'thanks, everything was fine this time','gave a new address by phone and asked to keep the old one']";

    void fill(TestDatabase database) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements()) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> statements() {
        return List.of(
                "CREATE TABLE country AS SELECT id, 'country ' || id AS name, substr(md5(id::text), 1, 2) AS code"
                        + " FROM generate_series(1, 250) id",
                "CREATE TABLE product AS SELECT id, 'product ' || id AS name, md5(id::text) AS article, (id % 9999) / 100.0 AS price,"
                        + " repeat('described at length, ', id % 9) AS description FROM " + ids(20),
                "CREATE TABLE customer AS SELECT id, " + person("id")
                        + " AS name, 'customer' || id || '@shop' || id % 97 || '.org' AS mail,"
                        + " '+41 79 ' || 1000000 + id AS phone, id % 250 + 1 AS country, now() - id * interval '1 minute' AS since"
                        + " FROM " + ids(200),
                "CREATE TABLE address AS SELECT id, " + some(200) + " AS customer, 'street ' || id % 9973 AS street,"
                        + " 'town ' || id % 499 AS town, 1000 + id % 9000 AS postcode FROM " + ids(250),
                "CREATE TABLE purchase AS SELECT id, " + some(200)
                        + " AS customer, now() - id * interval '1 second' AS placed,"
                        + " (id % 5)::smallint AS state FROM " + ids(500),
                "CREATE TABLE line AS SELECT (id - 1) / 2 + 1 AS purchase, id % 2 AS place, " + some(20)
                        + " AS product," + " id % 9 + 1 AS quantity, (id % 99999) / 100.0 AS price FROM " + ids(1_000),
                "CREATE TABLE payment AS SELECT id, id AS purchase, (id % 99999) / 100.0 AS amount, md5(id::text)::uuid AS reference"
                        + " FROM " + ids(500),
                "CREATE TABLE shipment AS SELECT id, id AS purchase, " + some(250)
                        + " AS address, 'CH' || 9900000000 + id AS tracking" + " FROM " + ids(300),
                "CREATE TABLE review AS SELECT id, " + some(20) + " AS product, " + some(200)
                        + " AS customer, id % 5 + 1 AS stars," + " (" + WORDS + ")[id % 8 + 1] AS text FROM "
                        + ids(200),
                "CREATE TABLE event AS SELECT id::bigint, " + some(200) + " AS customer, " + some(20) + " AS product,"
                        + " now() - id * interval '1 second' AS at, " + person("id % 5000") + " AS author,"
                        + " (" + WORDS + ")[id % 8 + 1] || ' (case ' || id || '), ' || (" + WORDS
                        + ")[id % 7 + 1] AS message,"
                        + " (id % 99999) / 100.0 AS amount FROM " + ids(2_400),
                "ALTER TABLE country ADD PRIMARY KEY (id)",
                "ALTER TABLE product ADD PRIMARY KEY (id), ADD UNIQUE (article)",
                "ALTER TABLE customer ADD PRIMARY KEY (id), ADD UNIQUE (mail), ADD FOREIGN KEY (country) REFERENCES country",
                "ALTER TABLE address ADD PRIMARY KEY (id), ADD FOREIGN KEY (customer) REFERENCES customer",
                "ALTER TABLE purchase ADD PRIMARY KEY (id), ADD FOREIGN KEY (customer) REFERENCES customer",
                "ALTER TABLE line ADD PRIMARY KEY (purchase, place), ADD FOREIGN KEY (purchase) REFERENCES purchase,"
                        + " ADD FOREIGN KEY (product) REFERENCES product",
                "ALTER TABLE payment ADD PRIMARY KEY (id), ADD FOREIGN KEY (purchase) REFERENCES purchase",
                "ALTER TABLE shipment ADD PRIMARY KEY (id), ADD FOREIGN KEY (purchase) REFERENCES purchase,"
                        + " ADD FOREIGN KEY (address) REFERENCES address",
                "ALTER TABLE review ADD PRIMARY KEY (id), ADD FOREIGN KEY (product) REFERENCES product,"
                        + " ADD FOREIGN KEY (customer) REFERENCES customer",
                "ALTER TABLE event ADD PRIMARY KEY (id), ADD FOREIGN KEY (customer) REFERENCES customer,"
                        + " ADD FOREIGN KEY (product) REFERENCES product",
                "CREATE INDEX ON customer (name)",
                "CREATE INDEX ON purchase (customer)",
                "CREATE INDEX ON line (product)",
                "CREATE INDEX ON event (customer)",
                "CREATE INDEX ON event (at)",
                "VACUUM ANALYZE");
    }

    /** So many rows for each 0.8 MB, which with its indexes becomes about one. */
    private String ids(int perMegabyte) {
        return "generate_series(1, " + perMegabyte * megabytes * 5 / 4 + ") id";
    }

    /** A row of a table with so many for each MB, spread over it. */
    private String some(int perMegabyte) {
        return "(id::bigint * 7919 % " + perMegabyte * megabytes * 5 / 4 + ")::int + 1";
    }

    private static String person(String number) {
        return "initcap(translate(substr(md5((" + number + ")::text), 1, 6), '0123456789', 'lmnorstuvi')) || ' '"
                + " || initcap(translate(substr(md5((" + number + ")::text), 9, 9), '0123456789', 'lmnorstuvi'))";
    }
}
