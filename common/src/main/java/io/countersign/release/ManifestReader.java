package io.countersign.release;

import io.countersign.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code release.json} and refuses every one that the sealer would not have written. */
final class ManifestReader {
    private static final Pattern FORMAT = Pattern.compile("\\A\\{\\s*\"formatVersion\"\\s*:\\s*(\\d{1,9})\\s*,");
    private static final int FORMAT_WITHIN = 200;
    private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-f]{40}");

    private final Refusal refusal;

    ManifestReader(Refusal refusal) {
        this.refusal = refusal;
    }

    Manifest read(byte[] json) {
        refuseOtherFormat(json);
        Manifest manifest;
        try {
            manifest = Json.read(json, Manifest.class);
        } catch (Json.Malformed e) {
            throw refusal.unreadable("its " + Manifest.PATH + " cannot be read: " + e.getMessage());
        }
        if (manifest.formatVersion() != Manifest.FORMAT) {
            throw refusal.formatUnknown(manifest.formatVersion());
        }
        refuseOtherIds(manifest.source());
        refuseBadIdentity(manifest);
        refuseBadEntries(manifest.entries());
        refuseBadReferences(manifest);
        if (!Arrays.equals(json, Json.pretty(manifest))) {
            throw refusal.altered("its " + Manifest.PATH + " is not written as the sealer writes it");
        }
        return manifest;
    }

    private void refuseOtherFormat(byte[] json) {
        String beginning = new String(json, 0, Math.min(json.length, FORMAT_WITHIN), StandardCharsets.UTF_8);
        Matcher format = FORMAT.matcher(beginning);
        if (format.find() && Integer.parseInt(format.group(1)) != Manifest.FORMAT) {
            throw refusal.formatUnknown(Integer.parseInt(format.group(1)));
        }
    }

    private void refuseOtherIds(SourceRevision source) {
        if (!OBJECT_ID.matcher(source.commit()).matches()
                || !source.tagObject()
                        .map(id -> OBJECT_ID.matcher(id).matches())
                        .orElse(true)) {
            throw refusal.unreadable("its " + Manifest.PATH + " names no git commit");
        }
    }

    /** The version names folders on a target, and a release that counts everywhere has a tag. */
    private void refuseBadIdentity(Manifest manifest) {
        for (String name : List.of(manifest.application(), manifest.version())) {
            if (!Manifest.isName(name)) {
                throw refusal.hostile("the name " + Quoted.of(name) + " cannot be an application's or a version's");
            }
        }
        if (!manifest.preliminary()
                && (manifest.isSnapshot() || manifest.source().tag().isEmpty())) {
            throw refusal.altered("its manifest calls it final, although it "
                    + (manifest.isSnapshot() ? "is a snapshot" : "names no tag"));
        }
    }

    private void refuseBadEntries(List<ManifestEntry> entries) {
        if (entries.size() > SealedRelease.MOST_ENTRIES) {
            throw refusal.hostile("it lists " + entries.size() + " entries, more than " + SealedRelease.MOST_ENTRIES);
        }
        PortablePath paths = new PortablePath();
        String before = "";
        long total = 0;
        for (ManifestEntry entry : entries) {
            Optional<String> objection = paths.objection(entry.path());
            if (objection.isPresent()) {
                throw refusal.hostile(
                        "the path " + Quoted.of(entry.path()) + " cannot be in a release: " + objection.get());
            }
            if (entry.path().compareTo(before) <= 0) {
                throw refusal.hostile("its entries are not sorted: " + Quoted.of(entry.path()) + " is out of place");
            }
            before = entry.path();
            total += entry.size();
            if (entry.size() < 0 || total > SealedRelease.LARGEST || total < 0) {
                throw refusal.hostile("the size " + entry.size() + " of " + Quoted.of(entry.path()) + " cannot be");
            }
        }
    }

    private void refuseBadReferences(Manifest manifest) {
        // a changeset's path is its identity, not a file: logicalFilePath may make it anything
        Optional<String> missing = manifest.changelog()
                .filter(path -> manifest.entries().stream()
                        .noneMatch(entry -> entry.path().equals(Manifest.CHANGES + path)));
        if (missing.isPresent()) {
            throw refusal.altered(
                    "its manifest names the changelog " + Quoted.of(missing.get()) + ", which it does not hold");
        }
    }
}
