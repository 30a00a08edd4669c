package io.countersign.jenkins.record;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import hudson.security.AccessControlled;
import io.countersign.jenkins.Messages;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** The page on a job: what its stages are at, and what was done to them. */
public final class BoardAction extends RecordPage {
    private final Job<?, ?> job;

    BoardAction(Job<?, ?> job) {
        this.job = job;
    }

    public Job<?, ?> getJob() {
        return job;
    }

    public List<PlaceRow> getPlaces() throws IOException {
        return PromotionBoard.of(job).places().stream().map(PlaceRow::new).toList();
    }

    public List<EventRow> getHistory() throws IOException {
        return PromotionBoard.of(job).history().stream().map(EventRow::new).toList();
    }

    @Override
    AccessControlled subject() {
        return job;
    }

    @Override
    PromotionBoard shown() throws IOException {
        return PromotionBoard.of(job);
    }

    @Override
    public String getDisplayName() {
        return Messages.BoardAction_displayName();
    }

    /** An ISO 8601 instant as people read it, to the second. */
    private static String readable(String instant) {
        return instant.replace('T', ' ').replaceFirst("(\\.\\d+)?Z$", " UTC");
    }

    /** One target, for Jelly. */
    public static final class PlaceRow {
        private final PromotionBoard.Place place;

        PlaceRow(PromotionBoard.Place place) {
            this.place = place;
        }

        public String getName() {
            return place.stage() + "/" + place.target();
        }

        public String getRelease() {
            return (place.application() + " " + place.version()).trim();
        }

        public String getDigest() {
            return place.digest();
        }

        /** Enough of it to tell releases apart; the whole is in the JSON. */
        public String getShortDigest() {
            return place.digest().substring(0, Math.min(12, place.digest().length()));
        }

        public String getSince() {
            return readable(place.since());
        }

        public String getBy() {
            return place.by();
        }

        public String getDrift() {
            return place.drift()
                    .map(drifted -> drifted ? "drifted" : "as recorded")
                    .orElse("unknown");
        }

        public boolean isDrifted() {
            return place.drift().orElse(false);
        }

        public String getState() {
            return place.state();
        }

        public String getSeen() {
            return readable(place.seen());
        }

        public int getRun() {
            return place.run();
        }
    }

    /** One thing that was done, for Jelly. */
    public static final class EventRow {
        private final PromotionBoard.Event event;

        EventRow(PromotionBoard.Event event) {
            this.event = event;
        }

        public String getAt() {
            return readable(event.at());
        }

        public String getWhat() {
            return event.what();
        }

        public String getPlace() {
            return event.stage() + "/" + event.target();
        }

        public String getRelease() {
            return event.release();
        }

        public String getBy() {
            return event.by();
        }

        public int getRun() {
            return event.run();
        }
    }

    /** Offers the page on every job that has learnt something of its stages. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {
        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Collection<? extends Action> createFor(Job job) {
            return PromotionBoard.exists(job) ? List.of(new BoardAction(job)) : List.of();
        }
    }
}
