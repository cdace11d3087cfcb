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
        /// <summary>Whether the first is smaller.</summary>
        public static Ref<bool> operator <(Ref<double> a, Ref<double> b) => Test(a, "<", b);

        /// <summary>Whether the first is larger.</summary>
        public static Ref<bool> operator >(Ref<double> a, Ref<double> b) => Test(a, ">", b);

        /// <summary>Whether the first is not larger.</summary>
        public static Ref<bool> operator <=(Ref<double> a, Ref<double> b) => Test(a, "<=", b);

        /// <summary>Whether the first is not smaller.</summary>
        public static Ref<bool> operator >=(Ref<double> a, Ref<double> b) => Test(a, ">=", b);

        /// <summary>The sum.</summary>
        public static Ref<double> operator +(Ref<double> a, Ref<double> b) => Binary(a, "+", b, Formula.Sum);

        /// <summary>The difference.</summary>
        public static Ref<double> operator -(Ref<double> a, Ref<double> b) => Binary(a, "-", b, Formula.Sum);

        /// <summary>The product.</summary>
        public static Ref<double> operator *(Ref<double> a, Ref<double> b) => Binary(a, "*", b, Formula.Product);

        /// <summary>The quotient.</summary>
        public static Ref<double> operator /(Ref<double> a, Ref<double> b) => Binary(a, "/", b, Formula.Product);

        /// <summary>The number with its sign turned.</summary>
        public static Ref<double> operator -(Ref<double> a) => new(Formula.Prefix("-", a.Formula));
    }

    extension(Ref<int>)
    {
        /// <summary>Whether the first is smaller.</summary>
        public static Ref<bool> operator <(Ref<int> a, Ref<int> b) => Test(a, "<", b);

        /// <summary>Whether the first is larger.</summary>
        public static Ref<bool> operator >(Ref<int> a, Ref<int> b) => Test(a, ">", b);

        /// <summary>Whether the first is not larger.</summary>
        public static Ref<bool> operator <=(Ref<int> a, Ref<int> b) => Test(a, "<=", b);

        /// <summary>Whether the first is not smaller.</summary>
        public static Ref<bool> operator >=(Ref<int> a, Ref<int> b) => Test(a, ">=", b);

        /// <summary>The sum.</summary>
        public static Ref<int> operator +(Ref<int> a, Ref<int> b) => Binary(a, "+", b, Formula.Sum);

        /// <summary>The difference.</summary>
        public static Ref<int> operator -(Ref<int> a, Ref<int> b) => Binary(a, "-", b, Formula.Sum);

        /// <summary>The product.</summary>
        public static Ref<int> operator *(Ref<int> a, Ref<int> b) => Binary(a, "*", b, Formula.Product);

        /// <summary>The rest of a whole division.</summary>
        public static Ref<int> operator %(Ref<int> a, Ref<int> b) => Binary(a, "%", b, Formula.Product);
    }

    extension(Ref<long>)
    {
        /// <summary>Whether the first is smaller.</summary>
        public static Ref<bool> operator <(Ref<long> a, Ref<long> b) => Test(a, "<", b);

        /// <summary>Whether the first is larger.</summary>
        public static Ref<bool> operator >(Ref<long> a, Ref<long> b) => Test(a, ">", b);

        /// <summary>Whether the first is not larger.</summary>
        public static Ref<bool> operator <=(Ref<long> a, Ref<long> b) => Test(a, "<=", b);

        /// <summary>Whether the first is not smaller.</summary>
        public static Ref<bool> operator >=(Ref<long> a, Ref<long> b) => Test(a, ">=", b);

        /// <summary>The sum.</summary>
        public static Ref<long> operator +(Ref<long> a, Ref<long> b) => Binary(a, "+", b, Formula.Sum);

        /// <summary>The difference.</summary>
        public static Ref<long> operator -(Ref<long> a, Ref<long> b) => Binary(a, "-", b, Formula.Sum);

        /// <summary>The product.</summary>
        public static Ref<long> operator *(Ref<long> a, Ref<long> b) => Binary(a, "*", b, Formula.Product);

        /// <summary>The rest of a whole division.</summary>
        public static Ref<long> operator %(Ref<long> a, Ref<long> b) => Binary(a, "%", b, Formula.Product);
    }

    extension(Ref<bool>)
    {
        /// <summary>Whether both hold; the second is not asked for if the first does not.</summary>
        public static Ref<bool> operator &(Ref<bool> a, Ref<bool> b) => Binary(a, "&&", b, Formula.And);

        /// <summary>Whether one of them holds; the second is not asked for if the first does.</summary>
        public static Ref<bool> operator |(Ref<bool> a, Ref<bool> b) => Binary(a, "||", b, Formula.Or);

        /// <summary>Whether it does not hold.</summary>
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
