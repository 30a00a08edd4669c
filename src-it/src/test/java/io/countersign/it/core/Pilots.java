package io.countersign.it.core;

import io.countersign.command.PilotCommand;
import io.countersign.command.PilotSwitchCommand;
import io.countersign.command.ReleaseInput;
import io.countersign.database.configuration.TableChanges;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A promotion path with a pilot: release 1.0.0 everywhere but in the pilot, with a table of configuration data. */
record Pilots(Promotion promotion) {

    static Pilots inProduction(Databases product, Path folder) {
        Promotion promotion = Promotion.withPilot(product, folder);
        product.allowCopies(promotion.database("PRD"));
        promotion.project().genres();
        promotion.promote(promotion.sealFirst());
        return new Pilots(promotion);
    }

    /** The second release, at the door of the pilot. */
    ReleaseInput accepted() {
        ReleaseInput second = promotion.sealSecond();
        promotion.deploy(second, "DEV");
        promotion.approve(second, "QAT", "developer");
        promotion.deploy(second, "QAT");
        promotion.approve(second, "PILOT", "developer");
        return second;
    }

    /** The second release, tried and configured in a pilot, and at the door of production. */
    ReleaseInput tried() {
        ReleaseInput second = accepted();
        promotion.run(create(second));
        promotion.execute("PILOT", "update genre set label = 'Roman' where id = 1");
        promotion.approveForProduction(second);
        return second;
    }

    PilotCommand create(ReleaseInput release) {
        return pilot("PRD", release, PilotCommand.Kind.CREATE, false);
    }

    PilotCommand refresh(ReleaseInput release, boolean leaveBehind) {
        return pilot("PRD", release, PilotCommand.Kind.REFRESH, leaveBehind);
    }

    PilotCommand pilot(String from, ReleaseInput release, PilotCommand.Kind kind, boolean leaveBehind) {
        return new PilotCommand(
                promotion.stage("PILOT"),
                from,
                Optional.empty(),
                release,
                promotion.key("operator"),
                configuration(),
                kind,
                leaveBehind,
                20);
    }

    PilotSwitchCommand switching(ReleaseInput release, boolean leaveBehind) {
        return new PilotSwitchCommand(
                promotion.stage("PRD"),
                "PILOT",
                Optional.empty(),
                release,
                promotion.key("operator"),
                configuration(),
                leaveBehind,
                20);
    }

    private File configuration() {
        return promotion.project().folder().resolve("countersign.yml").toFile();
    }

    String books(String stage) {
        return joined(stage, "title", "book");
    }

    String genres(String stage) {
        return joined(stage, "label", "genre");
    }

    private String joined(String stage, String column, String table) {
        int count = Integer.parseInt(promotion.query(stage, "select count(*) from " + table));
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(promotion.query(
                    stage,
                    "select %s from %s t where (select count(*) from %s o where o.id < t.id) = %d"
                            .formatted(column, table, table, i)));
        }
        return String.join(",", values);
    }

    static List<String> lines(List<TableChanges> changes) {
        return changes.stream().flatMap(table -> table.lines().stream()).toList();
    }
}
