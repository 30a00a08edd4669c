package io.countersign.release;

/**
 * What makes a changeset itself for Liquibase.
 *
 * @param path the changelog's path as Liquibase sees it, which is always the path inside the release below
 *     {@code changes/}
 */
public record ChangesetId(String path, String id, String author) {
    @Override
    public String toString() {
        return path + "::" + id + "::" + author;
    }
}
