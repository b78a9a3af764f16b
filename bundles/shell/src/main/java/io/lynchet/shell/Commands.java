// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.shell.cli.Command;
import io.lynchet.shell.command.auth.AuditCommand;
import io.lynchet.shell.command.auth.KeyCommand;
import io.lynchet.shell.command.auth.KeysCommand;
import io.lynchet.shell.command.auth.SessionCommand;
import io.lynchet.shell.command.auth.SessionsCommand;
import io.lynchet.shell.command.auth.UsersCommand;
import io.lynchet.shell.command.data.ChangesCommand;
import io.lynchet.shell.command.data.DeleteCommand;
import io.lynchet.shell.command.data.EntitiesCommand;
import io.lynchet.shell.command.data.GetCommand;
import io.lynchet.shell.command.data.InsertCommand;
import io.lynchet.shell.command.data.PolicyCommand;
import io.lynchet.shell.command.data.ReloadCommand;
import io.lynchet.shell.command.data.RowsCommand;
import io.lynchet.shell.command.data.UpdateCommand;
import io.lynchet.shell.command.live.KickCommand;
import io.lynchet.shell.command.live.RoomsCommand;
import io.lynchet.shell.command.live.SocketsCommand;
import io.lynchet.shell.command.live.SubscriptionsCommand;
import io.lynchet.shell.command.process.BundlesCommand;
import io.lynchet.shell.command.process.ConfigCommand;
import io.lynchet.shell.command.process.DeploymentsCommand;
import io.lynchet.shell.command.process.FeatureCommand;
import io.lynchet.shell.command.process.FeaturesCommand;
import io.lynchet.shell.command.process.HealthCommand;
import io.lynchet.shell.command.process.LogCommand;
import io.lynchet.shell.command.process.StatsCommand;
import io.lynchet.shell.command.process.TransportCommand;
import io.lynchet.shell.command.process.WhyCommand;
import io.lynchet.shell.command.store.BackupCommand;
import io.lynchet.shell.command.store.BackupsCommand;
import io.lynchet.shell.command.store.RestoreCommand;
import io.lynchet.shell.command.store.StoreCommand;
import io.lynchet.shell.command.store.VerifyCommand;
import java.util.List;

/** All commands, in the order of the help. */
public final class Commands {
    public static final List<Command> ALL = List.of(
            new HelpCommand(),
            new EntitiesCommand(),
            new RowsCommand(),
            new GetCommand(),
            new InsertCommand(),
            new UpdateCommand(),
            new DeleteCommand(),
            new ChangesCommand(),
            new PolicyCommand(),
            new UsersCommand(),
            new SessionsCommand(),
            new SessionCommand(),
            new KeysCommand(),
            new KeyCommand(),
            new AuditCommand(),
            new SocketsCommand(),
            new SubscriptionsCommand(),
            new RoomsCommand(),
            new KickCommand(),
            new ReloadCommand(),
            new StoreCommand(),
            new TransportCommand(),
            new BackupCommand(),
            new BackupsCommand(),
            new VerifyCommand(),
            new RestoreCommand(),
            new StatsCommand(),
            new HealthCommand(),
            new FeaturesCommand(),
            new FeatureCommand(),
            new BundlesCommand(),
            new WhyCommand(),
            new DeploymentsCommand(),
            new ConfigCommand(),
            new LogCommand());

    private Commands() {}
}
