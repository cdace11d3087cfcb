using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows;

/// <summary>
/// What can be computed with numbers and truths when the run gets there: the operators of C#, written into the document. Whole numbers have
/// 64 bits, overflow and division by zero are failures of the step. <c>/</c> is for floats; whole numbers have <see cref="Div"/>.
/// </summary>
public static class RefNumbers
{
    extension(Ref<double>)
    {
        public static Ref<bool> operator <(Ref<double> a, Ref<double> b) => Test(a, "<", b);

        public static Ref<bool> operator >(Ref<double> a, Ref<double> b) => Test(a, ">", b);

        public static Ref<bool> operator <=(Ref<double> a, Ref<double> b) => Test(a, "<=", b);

        public static Ref<bool> operator >=(Ref<double> a, Ref<double> b) => Test(a, ">=", b);

        public static Ref<double> operator +(Ref<double> a, Ref<double> b) => Binary(a, "+", b, Formula.Sum);

        public static Ref<double> operator -(Ref<double> a, Ref<double> b) => Binary(a, "-", b, Formula.Sum);

        public static Ref<double> operator *(Ref<double> a, Ref<double> b) => Binary(a, "*", b, Formula.Product);

        public static Ref<double> operator /(Ref<double> a, Ref<double> b) => Binary(a, "/", b, Formula.Product);

        public static Ref<double> operator -(Ref<double> a) => new(Formula.Prefix("-", a.Formula));
    }

    extension(Ref<int>)
    {
        public static Ref<bool> operator <(Ref<int> a, Ref<int> b) => Test(a, "<", b);

        public static Ref<bool> operator >(Ref<int> a, Ref<int> b) => Test(a, ">", b);

        public static Ref<bool> operator <=(Ref<int> a, Ref<int> b) => Test(a, "<=", b);

        public static Ref<bool> operator >=(Ref<int> a, Ref<int> b) => Test(a, ">=", b);

        public static Ref<int> operator +(Ref<int> a, Ref<int> b) => Binary(a, "+", b, Formula.Sum);

        public static Ref<int> operator -(Ref<int> a, Ref<int> b) => Binary(a, "-", b, Formula.Sum);

        public static Ref<int> operator *(Ref<int> a, Ref<int> b) => Binary(a, "*", b, Formula.Product);

        public static Ref<int> operator %(Ref<int> a, Ref<int> b) => Binary(a, "%", b, Formula.Product);
    }

    extension(Ref<long>)
    {
        public static Ref<bool> operator <(Ref<long> a, Ref<long> b) => Test(a, "<", b);

        public static Ref<bool> operator >(Ref<long> a, Ref<long> b) => Test(a, ">", b);

        public static Ref<bool> operator <=(Ref<long> a, Ref<long> b) => Test(a, "<=", b);

        public static Ref<bool> operator >=(Ref<long> a, Ref<long> b) => Test(a, ">=", b);

        public static Ref<long> operator +(Ref<long> a, Ref<long> b) => Binary(a, "+", b, Formula.Sum);

        public static Ref<long> operator -(Ref<long> a, Ref<long> b) => Binary(a, "-", b, Formula.Sum);

        public static Ref<long> operator *(Ref<long> a, Ref<long> b) => Binary(a, "*", b, Formula.Product);

        public static Ref<long> operator %(Ref<long> a, Ref<long> b) => Binary(a, "%", b, Formula.Product);
    }

    extension(Ref<bool>)
    {
        public static Ref<bool> operator &(Ref<bool> a, Ref<bool> b) => Binary(a, "&&", b, Formula.And);

        public static Ref<bool> operator |(Ref<bool> a, Ref<bool> b) => Binary(a, "||", b, Formula.Or);

        public static Ref<bool> operator !(Ref<bool> a) => new(Formula.Prefix("!", a.Formula));
    }

    /// <summary>Whole division, rounded towards zero.</summary>
    public static Ref<int> Div(this Ref<int> a, Ref<int> b) => new(Formula.Call("div", a.Formula, b.Formula));

    /// <summary>A whole number as a float; the document converts nothing else.</summary>
    public static Ref<double> ToDouble(this Ref<int> number) => new(number.Formula);

    /// <inheritdoc cref="ToDouble(Ref{int})"/>
    public static Ref<double> ToDouble(this Ref<long> number) => new(number.Formula);

    /// <summary>The document knows one kind of whole numbers, of 64 bits.</summary>
    public static Ref<long> ToLong(this Ref<int> number) => new(number.Formula);

    private static Ref<bool> Test<T>(Ref<T> a, string symbol, Ref<T> b) =>
        new(Formula.Binary(a.Formula, symbol, b.Formula, Formula.Order));

    private static Ref<T> Binary<T>(Ref<T> a, string symbol, Ref<T> b, int level) =>
        new(Formula.Binary(a.Formula, symbol, b.Formula, level));
}
