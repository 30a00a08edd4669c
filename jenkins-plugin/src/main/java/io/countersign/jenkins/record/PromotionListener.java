package io.countersign.jenkins.record;

import hudson.ExtensionPoint;
import hudson.model.Run;
import jenkins.util.Listeners;

/**
 * Hears of approvals that are wanted, of deployments, refusals and failures. Plugins that send mail or chat messages extend
 * this; Countersign itself sends nothing.
 */
public abstract class PromotionListener implements ExtensionPoint {

    /** Called on the controller after the fact. It should return soon; what it throws is logged and changes nothing. */
    public abstract void onEvent(Run<?, ?> run, PromotionEvent event);

    public static void fire(Run<?, ?> run, PromotionEvent event) {
        Listeners.notify(PromotionListener.class, true, listener -> listener.onEvent(run, event));
    }
}
