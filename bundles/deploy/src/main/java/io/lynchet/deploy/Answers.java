// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.api.deploy.Deployments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Answers why a bundle does not run. Called by any thread; reads and changes nothing. */
final class Answers {
    private final BundleContext context;
    private final Slots slots;
    private final BundleChecks checks;
    private final Diagnosis diagnosis;

    Answers(BundleContext context, Slots slots, BundleChecks checks, Diagnosis diagnosis) {
        this.context = context;
        this.slots = slots;
        this.checks = checks;
        this.diagnosis = diagnosis;
    }

    List<String> why(String asked) {
        List<String> sentences = new ArrayList<>();
        for (Slot slot : slots.all()) {
            Deployment shown = slot.shown();
            if (shown != null && (shown.file().equals(asked) || asked.equals(shown.symbolicName()))) {
                sentences.add(shown.file() + " is " + state(shown.state()) + ". " + shown.reason());
            }
        }
        boolean told = !sentences.isEmpty();
        List<Bundle> bundles = Arrays.stream(context.getBundles())
                .filter(b -> isMeant(b, asked) && !(told && isTriedAgain(b)))
                .toList();
        for (Bundle bundle : bundles) {
            sentences.addAll(why(bundle));
        }
        return sentences;
    }

    private static boolean isMeant(Bundle bundle, String asked) {
        return asked.equals(bundle.getSymbolicName()) || asked.equals(Long.toString(bundle.getBundleId()));
    }

    /** Whether a quarantined file is tried once more at this moment: what is said of the file holds until the try has ended. */
    private boolean isTriedAgain(Bundle bundle) {
        int state = bundle.getState();
        return state != Bundle.STARTING
                && state != Bundle.ACTIVE
                && bundle.getLocation().startsWith(Deployments.LOCATION_PREFIX)
                && slots.all().stream().map(slot -> slot.running).noneMatch(r -> r != null && r.bundle() == bundle);
    }

    private List<String> why(Bundle bundle) {
        String name = bundle.getSymbolicName() + " " + bundle.getVersion() + " (bundle " + bundle.getBundleId() + ") ";
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> {
                List<String> complaints = checks.complaints(bundle);
                yield complaints.isEmpty() ? List.of(name + "runs.") : said(name + "was started. ", complaints);
            }
            case Bundle.INSTALLED -> {
                List<String> missing = diagnosis.unresolved(bundle);
                yield missing.isEmpty()
                        ? List.of(name + "is installed and was not started; nothing is missing.")
                        : said(name + "does not resolve. ", missing);
            }
            case Bundle.RESOLVED ->
                List.of(name
                        + (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null
                                ? "is not started; nothing is missing. Start it, or look into the log for why it was stopped."
                                : "is a fragment and runs with its host."));
            case Bundle.UNINSTALLED -> List.of();
            case Bundle.STARTING -> List.of(name + "is still starting: its start has not returned.");
            default -> List.of(name + "is being stopped.");
        };
    }

    private static List<String> said(String beginning, List<String> sentences) {
        return sentences.stream().map(sentence -> beginning + sentence).toList();
    }

    private static String state(Deployment.State state) {
        return switch (state) {
            case ACTIVE -> "active";
            case PENDING -> "pending";
            case QUARANTINED -> "quarantined";
            case PUT_BACK -> "put back";
        };
    }
}
