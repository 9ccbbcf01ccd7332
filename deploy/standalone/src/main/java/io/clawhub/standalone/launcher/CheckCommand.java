package io.clawhub.standalone.launcher;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

import io.clawhub.standalone.backends.HubRoot;

/** For the script, before it builds: fails, saying so, if the hub is running already. */
@Command(name = "check-not-running", hidden = true)
final class CheckCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        UpCommand.takeLock(HubHome.of(System.getenv(), HubRoot.find())).close();
        return 0;
    }
}
