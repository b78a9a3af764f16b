// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.api.deploy.Deployments;
import io.lynchet.deploy.bundle.BundleChecks;
import io.lynchet.deploy.bundle.BundleFailureText;
import io.lynchet.deploy.dropin.DropIn;
import io.lynchet.deploy.dropin.DropInTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** The diagnosis why a bundle does not run. Any thread may call it; it only reads. */
final class DeployDiagnostics {
    private final BundleContext context;
    private final DropInTable dropIns;
    private final BundleChecks checks;
    private final BundleFailureText failureText;

    DeployDiagnostics(BundleContext context, DropInTable dropIns, BundleChecks checks, BundleFailureText failureText) {
        this.context = context;
        this.dropIns = dropIns;
        this.checks = checks;
        this.failureText = failureText;
    }

    List<String> why(String asked) {
        List<String> sentences = new ArrayList<>();
        for (DropIn dropIn : dropIns.all()) {
            Deployment shown = dropIn.shown();
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

    /**
     * Tells whether a quarantined file is being tried again now. The diagnosis of the file stays valid until the
     * attempt has ended.
     */
    private boolean isTriedAgain(Bundle bundle) {
        int state = bundle.getState();
        return state != Bundle.STARTING
                && state != Bundle.ACTIVE
                && bundle.getLocation().startsWith(Deployments.LOCATION_PREFIX)
                && dropIns.all().stream()
                        .map(dropIn -> dropIn.running)
                        .noneMatch(r -> r != null && r.bundle() == bundle);
    }

    private List<String> why(Bundle bundle) {
        String name = bundle.getSymbolicName() + " " + bundle.getVersion() + " (bundle " + bundle.getBundleId() + ") ";
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> {
                List<String> complaints = checks.complaints(bundle);
                yield complaints.isEmpty() ? List.of(name + "runs.") : said(name + "was started. ", complaints);
            }
            case Bundle.INSTALLED -> {
                List<String> missing = failureText.unresolved(bundle);
                yield missing.isEmpty()
                        ? List.of(name + "is installed and was not started; nothing is missing.")
                        : said(name + "does not resolve. ", missing);
            }
            case Bundle.RESOLVED ->
                List.of(name
                        + (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null
                                ? "is not started; nothing is missing. Start it, or look in the log for why it was stopped."
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
            case PUT_BACK -> "rolled back";
        };
    }
}
