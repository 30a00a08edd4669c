package io.countersign.jenkins.step;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.springframework.security.core.Authentication;

/**
 * Work on an agent, on a thread of its own. An abort asks the agent to stop and waits until it has taken back what it began;
 * a second abort does not wait. After a restart of the controller the work is done again, as soon as the agent is there.
 */
abstract class LongExecution<T> extends StepExecution {
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(LongExecution.class.getName());

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(
            new NamingThreadFactory(new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), "countersign step"));

    private static final int SECONDS_BETWEEN_LOOKS = 1;

    /** Why the step is to stop; null as long as it is not. A restart forgets it, as it forgets whom it asked. */
    private transient volatile AtomicReference<Throwable> stopping;

    LongExecution(StepContext context) {
        super(context);
    }

    /** Does the work and returns what the script gets. */
    abstract T run() throws Exception;

    /** Asks the agent to stop; {@link #run} then ends soon. */
    abstract void askToStop() throws Exception;

    /** Whether the agent can be reached. */
    abstract boolean isReady() throws Exception;

    /** Why the work may not be done again; empty where it may. */
    abstract Optional<String> objectionToRepeating();

    @Override
    public final boolean start() {
        begin();
        return false;
    }

    @Override
    public final void onResume() {
        Optional<String> objection = objectionToRepeating();
        if (objection.isPresent()) {
            getContext().onFailure(new AbortException(objection.get()));
            return;
        }
        stopping = new AtomicReference<>();
        say("Jenkins was started again while this step ran. Ledger and lock tell what has become of it.");
        beginOnceReady();
    }

    @Override
    public final void stop(Throwable cause) {
        AtomicReference<Throwable> reason = stopping;
        if (reason == null || !reason.compareAndSet(null, cause)) {
            getContext().onFailure(cause);
            return;
        }
        say("Asked to stop: the agent takes back what it has begun.");
        THREADS.execute(() -> {
            try {
                askToStop();
            } catch (Exception e) {
                LOGGER.log(Level.FINE, "the agent cannot be asked to stop", e);
                say("The agent cannot be asked to stop: " + e.getMessage());
                getContext().onFailure(cause);
            }
        });
    }

    private void beginOnceReady() {
        boolean ready;
        try {
            ready = isReady();
        } catch (Exception e) {
            LOGGER.log(Level.FINE, "the agent is not there yet", e);
            ready = false;
        }
        if (ready) {
            begin();
        } else if (stopping.get() == null) {
            Timer.get().schedule(this::beginOnceReady, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
        }
    }

    private void begin() {
        AtomicReference<Throwable> reason = stopping == null ? new AtomicReference<>() : stopping;
        stopping = reason;
        Authentication user = Jenkins.getAuthentication2();
        THREADS.execute(() -> {
            try (ACLContext ignored = ACL.as2(user)) {
                work(reason);
            }
        });
    }

    private void work(AtomicReference<Throwable> reason) {
        try {
            T result = run();
            if (reason.get() == null) {
                getContext().onSuccess(result);
            } else {
                say("The work was done before it could be stopped.");
                getContext().onFailure(reason.get());
            }
        } catch (Throwable e) { // also a NoClassDefFoundError, or the build would hang
            ended(e, reason.get());
        }
    }

    private void ended(Throwable how, Throwable asked) {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        if (jenkins == null || jenkins.isTerminating()) {
            // the channel broke because Jenkins goes down: the step goes on when Jenkins does
            return;
        }
        if (asked == null) {
            getContext().onFailure(how);
        } else {
            say(how instanceof AbortException ? how.getMessage() : how.toString());
            getContext().onFailure(asked);
        }
    }

    final void say(String line) {
        try {
            getContext().get(TaskListener.class).getLogger().println(line);
        } catch (Exception e) {
            LOGGER.log(Level.WARNING, "the log of a build cannot be written: " + line, e);
        }
    }
}
