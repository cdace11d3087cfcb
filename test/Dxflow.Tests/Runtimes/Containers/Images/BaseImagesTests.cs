using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Images;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Images;

public sealed class BaseImagesTests
{
    [Theory]
    [InlineData("FROM alpine")]
    [InlineData("from --platform=$BUILDPLATFORM registry.example:5000/team/app:1@sha256:00 AS dir\nCOPY --from=dir /a /b")]
    [InlineData("ARG TAG=3\nARG REGISTRY\nFROM ${REGISTRY:-docker.io}/library/node:${TAG} as oci")]
    [InlineData("FROM scratch\nRUN --mount=type=bind,from=build,source=/x echo dir:/tmp from=dir:/x\n# FROM dir:/x")]
    [InlineData("FROM docker://alpine\nRUN echo `pwd`\nRUN sed s/from=oci:// x")]
    [InlineData("FROM a\nENV P dir:/x\nENV Q=dir:/y\nRUN ls $P")]
    [InlineData("")]
    public void Images_of_registries_and_stages_are_let_through(string dockerfile) => BaseImages.Check(dockerfile, null);

    [Theory]
    [InlineData("FROM dir:/etc")]
    [InlineData("FROM oci-archive:secrets.tar")]
    [InlineData("FROM Docker-Archive:/x")]
    [InlineData("FROM a AS b\nFROM --platform=linux/amd64 containers-storage:[overlay@/x]y")]
    [InlineData("FROM a\nCOPY --chown=1:1 --from=oci:/x / /")]
    [InlineData("FROM a\nRUN --network=none --mount=type=bind,from=dir:/x,target=/y true")]
    [InlineData("FROM a\nRUN --mount=from=dir:/x,target=/y true")]
    [InlineData("FROM a\nONBUILD COPY --from=dir:/x / /")]
    [InlineData("FROM 'dir':/x")]
    [InlineData("FROM d\\ir:/x")]
    [InlineData("FROM di\\\nr:/x")]
    [InlineData("FROM di\\\n\n# comment\nr:/x")]
    [InlineData("FROM di\\\n   r:/x")]
    [InlineData("# escape=`\nFROM di`\nr:/x")]
    [InlineData("# first\n# escape=`\nFROM di\\\nr:/x")]
    [InlineData("RUN echo `x`\nFROM dir:/x")]
    [InlineData("ARG T=dir\nFROM $T:/x")]
    [InlineData("ARG A=d B=ir:/x\nFROM $A$B")]
    [InlineData("ARG A B=dir:/x\nFROM $B")]
    [InlineData("ARG A=$B\nARG B=dir:\nFROM ${A}/x")]
    [InlineData("FROM a\nENV T dir:/x\nCOPY --from=$T / /")]
    [InlineData("FROM ${A:-dir:/x}")]
    [InlineData("ARG B=dir:\nFROM ${A:-${B}/x}")]
    [InlineData("FROM ${GIVEN}:/x")]
    [InlineData("FROM d${EMPTY}ir:/x")]
    public void What_lies_on_the_machine_is_refused_however_it_is_written(string dockerfile)
    {
        var refused = Assert.Throws<Fault>(
            () => BaseImages.Check(dockerfile, new Dictionary<string, string> { ["GIVEN"] = "oci" }));
        Assert.Equal(FaultKind.Forbidden, refused.Info.Code);
        Assert.Contains("on the machine", refused.Info.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM ${A#x}")]
    [InlineData("FROM ${A%%x}")]
    [InlineData("ARG A=$A$A\nFROM $A")]
    [InlineData("FROM $A$B$C$D$E$F$G$H$I$J")]
    public void What_nobody_can_follow_is_refused(string dockerfile)
    {
        var refused = Assert.Throws<Fault>(() => BaseImages.Check(dockerfile, null));
        Assert.Contains("nobody can say", refused.Info.Detail, StringComparison.Ordinal);
    }
}
