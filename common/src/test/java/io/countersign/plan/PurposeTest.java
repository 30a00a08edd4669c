package io.countersign.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.release.ChangesetId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PurposeTest {

    @Test
    void names_the_issues_of_messages_and_comments_once_and_in_order() {
        Purpose purpose = Purpose.of(
                List.of("Release 1.4.0 (SHOP-12, #7)\n\nCloses SHOP-3."),
                List.of(
                        new Purpose.Change(new ChangesetId("a.sql", "1", "ada"), "SHOP-12: prices in UTF-8", false),
                        new Purpose.Change(
                                new ChangesetId("a.sql", "2", "ada"), "OPS2-44 &#39; x#9 shop-5 SHOP-0", true)));

        assertThat(purpose.issues()).containsExactly("SHOP-12", "#7", "SHOP-3", "OPS2-44");
    }
}
