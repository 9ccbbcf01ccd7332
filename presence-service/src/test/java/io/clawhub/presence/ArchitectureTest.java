package io.clawhub.presence;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.clawhub.presence", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule only_redis_classes_know_redis = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Redis")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.mutiny.redis..");

    @ArchTest
    static final ArchRule rooms_call_only_the_state = noClasses()
            .that()
            .resideInAPackage("io.clawhub.presence.state..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.clawhub.presence.ingest..",
                    "io.clawhub.presence.sweep..",
                    "io.clawhub.presence.publish..",
                    "io.clawhub.presence.query..");

    @ArchTest
    static final ArchRule no_circles =
            slices().matching("io.clawhub.presence.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packages_are_named_by_topic = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..",
                    "..common..",
                    "..helper..",
                    "..model..",
                    "..dto..",
                    "..entities..",
                    "..impl..",
                    "..manager..");
}
