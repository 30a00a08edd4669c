package io.countersign.packaging;

import io.countersign.plan.GoalLine;
import io.countersign.release.Digest;

/**
 * A small POSIX shell script that copies the release and its evidence, which grows, to a folder where it may, compares the
 * release's SHA-256, and calls a goal of Countersign with both.
 *
 * @param zip the release's file name
 * @param evidence the evidence folder's name
 */
record RunnerScript(String title, Digest digest, String zip, String evidence, String tool) {
    private static final String TEXT = """
            #!/bin/sh
            # Runs a goal of Countersign for the release that lies beside this script.
            set -eu

            title=%s
            digest=%s
            zip=%s
            evidence=%s
            plugin=%s

            usage() {
                cat >&2 <<END
            Usage: $0 GOAL STAGE STAGES.YML [-Dcountersign.OPTION=VALUE ...]

            Runs a goal of Countersign for $title: verify, check, plan, runbook, rehearse, deploy, rollback, recover, tick.
            It works on a copy of the release and its evidence in \\$COUNTERSIGN_WORK (now: $work),
            to which receipts are added. Maven is taken from \\$MVN, or else from the path.
            END
                exit 2
            }

            here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
            work=${COUNTERSIGN_WORK:-$PWD}
            [ $# -ge 3 ] || usage
            goal=$1
            stage=$2
            stages=$3
            shift 3
            case $goal in
                verify|check|plan|runbook|rehearse|deploy|rollback|recover|tick) ;;
                *) usage ;;
            esac

            mkdir -p -- "$work/$evidence"
            if [ "$here" != "$work" ]; then
                cp -- "$here/$zip" "$work/$zip"
                for file in "$here/$evidence"/*; do
                    [ -e "$file" ] || continue
                    copy="$work/$evidence/${file##*/}"
                    [ -e "$copy" ] || cp -- "$file" "$copy"
                done
            fi
            echo "$digest  $work/$zip" | sha256sum --check --status || {
                echo "$work/$zip is not $title: its SHA-256 is another one." >&2
                exit 1
            }
            exec "${MVN:-mvn}" "$plugin:$goal" "-Dcountersign.release=$work/$zip" "-Dcountersign.evidence=$work/$evidence" \\
                "-Dcountersign.stage=$stage" "-Dcountersign.stages=$stages" "$@"
            """;

    String text() {
        return TEXT.formatted(
                GoalLine.quoted(title),
                digest.hex(),
                GoalLine.quoted(zip),
                GoalLine.quoted(evidence),
                GoalLine.quoted("io.countersign:countersign-maven-plugin:" + tool));
    }
}
