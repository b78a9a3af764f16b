// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Fails over settings of the data service that can't be right. The data service takes changes over while it runs, and what it throws then is a line in the log and
 * nothing else; this part begins anew with each change, so that whoever made it is told, and it is taken back.
 */
@Component(
        name = "io.lynchet.data.settings",
        configurationPid = "io.lynchet.data",
        immediate = true,
        service = {})
public final class SettingsCheck {
    @Activate
    public SettingsCheck(DataComponent.Config config) {
        RequiredHooks.parse(config.requiredHooks());
    }
}
