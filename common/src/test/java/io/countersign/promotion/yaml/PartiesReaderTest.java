package io.countersign.promotion.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.Account;
import io.countersign.promotion.Attestor;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartiesReaderTest {
    private static final String FINGERPRINT = "0123456789ABCDEF0123456789ABCDEF01234567";
    private static final String STAGES = """
            version: 1
            attestors:
              jenkins: { keys: [ jenkins.asc ] }
            people:
              tom: { key: %s, accounts: [ jenkins/tom, "jenkins/Tom Miller" ] }
              ann: { accounts: [ jenkins/ann ] }
            roles:
              customer: { keys: [ customer.asc ], accounts: [ jenkins/tom, jenkins/group:release-managers ] }
              tester: { accounts: [ jenkins/ann ] }
            stages:
              - name: PRD
                approvals: 1 customer and ann
                targets: [ { name: prd, url: "jdbc:h2:mem:prd" } ]
            """.formatted(FINGERPRINT);

    @TempDir
    Path folder;

    @Test
    void reads_attestors_and_the_accounts_of_people_and_roles() throws IOException {
        PromotionPath path = read(STAGES);
        Account tom = Account.user("jenkins", "tom");
        Account ann = Account.user("jenkins", "ann");
        assertThat(path.attestors()).containsExactly(new Attestor("jenkins", List.of(folder.resolve("jenkins.asc"))));
        assertThat(path.people()).isEqualTo(Map.of("tom", FINGERPRINT, "ann", "jenkins/ann"));
        assertThat(path.identities())
                .isEqualTo(Map.of(
                        tom, FINGERPRINT, Account.user("jenkins", "Tom Miller"), FINGERPRINT, ann, "jenkins/ann"));
        assertThat(path.roles())
                .containsExactly(
                        new Role(
                                "customer",
                                List.of(folder.resolve("customer.asc")),
                                List.of(tom, new Account("jenkins", true, "release-managers"))),
                        new Role("tester", List.of(), List.of(ann)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[ jenkins/ann ] }            | [ gitlab/ann ] }                 | no attestor \"gitlab\"",
                "[ jenkins/ann ] }            | [ ann ] }                        | \"ann\" is no account (expected ATTESTOR/USER",
                "[ jenkins/ann ] }            | [ jenkins/ ] }                   | \"jenkins/\" is no account",
                "ann: { accounts: [ jenkins/ann ] } | ann: { accounts: [ jenkins/tom ] } | has an owner already",
                "ann: { accounts: [ jenkins/ann ] } | ann: { accounts: [ jenkins/group:all ] } | is a group",
                "ann: { accounts: [ jenkins/ann ] } | ann: {}                          | neither a key nor accounts",
                "{ keys: [ jenkins.asc ] }    | {}                               | the attestor jenkins has no keys",
                "tester: { accounts: [ jenkins/ann ] } | tester: {}              | the role tester has no keys",
                "tester: {                    | ann: {                           | is a role and a person",
                "key: 0123456789ABCDEF        | key: 0123                        | is no fingerprint",
                "attestors:                   | atestors:                        | \"attestors\"?"
            })
    void tells_each_mistake_with_its_place(String right, String wrong, String told) {
        CountersignException refusal = catchThrowableOfType(
                CountersignException.class, () -> read(STAGES.replace(right.strip(), wrong.strip())));
        assertThat(refusal.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        assertThat(refusal).hasMessageContaining(told).hasMessageContaining("line ");
    }

    private PromotionPath read(String text) throws IOException {
        return PromotionPathReader.read(Files.writeString(folder.resolve("stages.yml"), text));
    }
}
