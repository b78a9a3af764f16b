// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** The reasons why components of the distribution do not run, in sentences, from the component runtime. */
public final class StartFailures {
    private static final String CAUSE = "Caused by: ";

    private StartFailures() {}

    /** Returns the components whose activation threw. */
    public static List<String> of(BundleContext context) {
        List<String> failures = new ArrayList<>();
        for (ComponentConfigurationDTO configuration : configurations(context)) {
            if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                failures.add(configuration.description.name + ": " + firstLine(configuration.failure));
            }
        }
        return failures;
    }

    /** Returns the components that wait for a service or for their configuration, with what they wait for. */
    static List<String> unsatisfied(BundleContext context) {
        List<String> waiting = new ArrayList<>();
        for (ComponentConfigurationDTO configuration : configurations(context)) {
            if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                String references = Arrays.stream(configuration.unsatisfiedReferences)
                        .map(StartFailures::reference)
                        .collect(Collectors.joining(", "));
                waiting.add(configuration.description.name + " waits for " + references);
            } else if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
                waiting.add(configuration.description.name + " waits for its configuration");
            }
        }
        return waiting;
    }

    private static String reference(UnsatisfiedReferenceDTO reference) {
        return reference.target == null ? reference.name : reference.name + " " + reference.target;
    }

    private static List<ComponentConfigurationDTO> configurations(BundleContext context) {
        List<ComponentConfigurationDTO> all = new ArrayList<>();
        ServiceLookup.find(context, ServiceComponentRuntime.class).ifPresent(runtime -> {
            Collection<ComponentDescriptionDTO> descriptions = runtime.getComponentDescriptionDTOs();
            for (ComponentDescriptionDTO description : descriptions) {
                all.addAll(runtime.getComponentConfigurationDTOs(description));
            }
        });
        return all;
    }

    /** Returns the message of a failure, which is a whole stack trace that begins with the exception's name. */
    private static String firstLine(String failure) {
        String line = failure == null ? "unknown" : failure.lines().findFirst().orElse("unknown");
        if (line.endsWith("InvocationTargetException")) {
            // For a constructor, its exception is the cause.
            line = failure.lines()
                    .filter(one -> one.startsWith(CAUSE))
                    .findFirst()
                    .map(one -> one.substring(CAUSE.length()))
                    .orElse(line);
        }
        return line.replaceFirst("^[\\w.$]+(Exception|Error): ", "");
    }
}
