// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The contract of process control: configuration, features and log levels, changed by operators at run time. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.process;
