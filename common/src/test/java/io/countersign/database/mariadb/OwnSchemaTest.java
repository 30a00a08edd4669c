package io.countersign.database.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnSchemaTest {
    private static final OwnSchema PRD = new OwnSchema("prd", true, Set.of("orders", "shout"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM prd.orders",
                "SELECT * FROM `prd`.`orders`",
                "SELECT * FROM prd . orders",
                "SELECT prd.orders.id FROM orders",
                "SELECT prd.shout('x')",
                "INSERT INTO prd.log_of_2026 VALUES (1)",
                "SELECT /* the */prd./* orders */orders.id",
                "/*!50001 DELETE FROM prd.orders */",
                "SELECT * FROM orders prd JOIN prd.orders o",
                "BEGIN PREPARE s FROM 'DELETE FROM `prd`.orders'; END",
                "EXECUTE IMMEDIATE CONCAT('DELETE FROM prd', '.orders')",
                "GRANT SELECT ON prd.* TO somebody"
            })
    void is_named_in(String text) {
        assertThat(PRD.isNamedIn(text, "")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM orders",
                "SELECT * FROM PRD.orders",
                "SELECT * FROM other.prd",
                "SELECT * FROM other.prd.orders",
                "SELECT prd.id, prd.* FROM orders prd",
                "SELECT 'prd.orders', 'it''s prd.orders', 'a\\'prd.orders'",
                "SELECT \"prd.orders\"",
                "SELECT 1 -- prd.orders",
                "SELECT 1 # prd.orders\n + 2",
                "SELECT @prd.orders, @@prd.orders",
                "SELECT xprd.orders, prdx.orders"
            })
    void is_not_named_in(String text) {
        assertThat(PRD.isNamedIn(text, "")).isFalse();
    }

    @Test
    void is_named_as_the_server_and_the_mode_have_it() {
        assertThat(new OwnSchema("prd", false, Set.of()).isNamedIn("SELECT * FROM PRD.orders", ""))
                .isTrue();
        assertThat(PRD.isNamedIn("SELECT * FROM \"prd\".orders", "ANSI_QUOTES,STRICT_ALL_TABLES"))
                .isTrue();
        assertThat(PRD.isNamedIn("SELECT 'a\\', prd.orders.id, 'b'", "NO_BACKSLASH_ESCAPES"))
                .isTrue();
    }

    @Test
    void is_taken_off_names_and_nothing_else() {
        assertThat(PRD.without(
                        "select `prd`.`orders`.`id` AS `prd`,`prd`.`shout`('`prd`.`orders`'),`other`.`prd`.`x` from (`prd`.`orders` join `other`.`prd`)",
                        ""))
                .isEqualTo(
                        "select `orders`.`id` AS `prd`,`shout`('`prd`.`orders`'),`other`.`prd`.`x` from (`orders` join `other`.`prd`)");
        assertThat(PRD.without("select `prd`.`id` from `orders` `prd`", ""))
                .isEqualTo("select `prd`.`id` from `orders` `prd`");
        assertThat(PRD.withoutInHead(
                        "CREATE TRIGGER prd.t BEFORE INSERT ON `prd`.orders FOR EACH ROW DELETE FROM prd.orders", ""))
                .isEqualTo("CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW DELETE FROM prd.orders");
    }
}
