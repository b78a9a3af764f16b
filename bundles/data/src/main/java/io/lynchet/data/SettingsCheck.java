// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.data.hook.RequiredHooks;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * A component that fails over invalid settings of the data service. The data service itself changes its settings while
 * it runs, and an exception there only appears in the log. This component starts anew with each change, so the operator
 * learns of the problem, and the change is rolled back.
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
